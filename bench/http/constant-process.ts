import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ChildProgram } from '../../src/cli/quick-start/child-program.ts';
import { withoutSettings } from '../system/manager-process.ts';

const READY_MS = 20_000;

/** The server of constant-server.ts, in a process of its own. */
export interface ConstantProcess extends AsyncDisposable {
  readonly url: string;
}

/** @throws {Error} with its last words when it does not start */
export async function startConstantProcess(workDir: string, body: string): Promise<ConstantProcess> {
  const file = join(workDir, 'constant.json');
  await writeFile(file, body);
  const program = new ChildProgram({
    name: 'constant server',
    script: fileURLToPath(new URL('constant-server.ts', import.meta.url)),
    args: [file],
    logFile: join(workDir, 'constant-server.log'),
    environment: withoutSettings(process.env),
  });
  const deadline = Date.now() + READY_MS;
  while (program.isRunning && Date.now() < deadline) {
    const line = await readFile(program.logFile, 'utf8').catch(() => '');
    if (line.endsWith('\n')) {
      const { port } = JSON.parse(line) as { readonly port: number };
      return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => program.stop(1000) };
    }
    await delay(20);
  }
  await program.stop(1000);
  throw new Error(`the constant server did not start:\n${await program.lastWords()}`);
}
