import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import type { EngineReply, EngineRequest, EngineSettings } from './engine-messages.ts';
import { postgisExtension } from './postgis-bundle.ts';
import { endsReady, wantsReady } from './wire-protocol.ts';

/** Segments of 1 MB instead of 16: most of a fresh database would be its log. Matters when the folder is made. */
const SMALL_LOG = ['--wal-segsize=1'];

/** The thread in which the embedded database runs: PGlite behind PostgreSQL's own wire protocol. */
async function serve(port: MessagePort, { folder, cacheFolder }: EngineSettings): Promise<void> {
  const send = (reply: EngineReply) => {
    port.postMessage(reply, reply.kind === 'bytes' ? [reply.bytes.buffer] : []);
  };
  try {
    const extensions = { postgis: await postgisExtension(cacheFolder), btree_gist };
    const database = await PGlite.create({ dataDir: folder, extensions, initDbStartParams: SMALL_LOG });
    // One after another, also where an answer takes more than one turn of the event loop.
    let last = Promise.resolve();
    port.on('message', (request: EngineRequest) => {
      last = last.then(() => answer(database, request, send)).catch(die);
    });
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'failed', detail: String(error) });
    port.close();
  }
}

async function answer(database: PGlite, request: EngineRequest, send: (reply: EngineReply) => void): Promise<void> {
  switch (request.kind) {
    case 'session':
      // The backend is one and the same for all sessions: the new one must not inherit anything.
      await database.exec('rollback');
      await database.exec('discard all');
      return;
    case 'bytes': {
      const bytes = await execute(database, request.bytes);
      const isLast = wantsReady(request.bytes) && !endsReady(bytes);
      send({ kind: 'bytes', session: request.session, bytes, isLast });
      if (isLast) die();
      return;
    }
    case 'stop':
      await database.close();
      process.exit(0);
  }
}

async function execute(database: PGlite, request: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  // The chunks are views of the database's own memory, which it writes on at once.
  const onRawData = (chunk: Uint8Array) => chunks.push(chunk.slice());
  await database.execProtocolRawStream(request, { onRawData });
  const reply = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    reply.set(chunk, at);
    at += chunk.byteLength;
  }
  return reply;
}

/** Only a fresh thread brings back a database that has panicked: the engine starts one when it is next needed. */
function die(): never {
  process.exit(1);
}

if (parentPort !== null) await serve(parentPort, workerData as EngineSettings);
