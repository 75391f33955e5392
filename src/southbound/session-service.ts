import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { AgentMessage__Output } from '../../proto/generated/clearband/scos/v1/AgentMessage.ts';
import type { ManagerMessage } from '../../proto/generated/clearband/scos/v1/ManagerMessage.ts';
import type { SensingHandlers } from '../../proto/generated/clearband/scos/v1/Sensing.ts';
import { UnavailableError } from '../errors.ts';
import type { OpenSession, SessionEnd } from './agent-sessions.ts';
import { endInFailure } from './call-end.ts';
import type { PeerDirectory } from './listening/peer-directory.ts';
import type { RefusalListener } from './domain.ts';
import { readSerially } from './serial-reader.ts';
import { SessionConversation, type ConversationParts } from './session-conversation.ts';

type SessionCall = ServerDuplexStream<AgentMessage__Output, ManagerMessage>;

export interface SessionServiceParts extends ConversationParts {
  readonly peers: PeerDirectory;
  readonly onRefused: RefusalListener;
  /** Aborts when the Manager stops. */
  readonly stopping: AbortSignal;
}

/** Messages an agent may leave unread before it counts as gone. */
const MAX_UNREAD = 1024;

/** Southbound: association, heartbeats, tasks and their progress, for one agent on one stream. */
export function sessionService(parts: SessionServiceParts): SensingHandlers['Session'] {
  return (call) => {
    serve(call, parts).catch((error: unknown) => {
      endInFailure(call, error, parts);
    });
  };
}

async function serve(call: SessionCall, parts: SessionServiceParts): Promise<void> {
  const sensor = await parts.peers.identify(call);
  const conversation = new SessionConversation(sensor, new SessionStream(call), parts);
  try {
    await readSerially<AgentMessage__Output, ManagerMessage>(
      call,
      (message) => conversation.handle(message),
      parts.stopping,
    );
  } finally {
    conversation.leave();
  }
  if (parts.stopping.aborted) throw new UnavailableError('the Manager is stopping');
  call.end();
}

/** The stream as the domain's side uses it. */
class SessionStream implements OpenSession {
  readonly #call: SessionCall;
  constructor(call: SessionCall) {
    this.#call = call;
  }

  send(message: ManagerMessage): boolean {
    const call = this.#call;
    if (call.cancelled || call.writableEnded || call.destroyed || call.writableLength >= MAX_UNREAD) return false;
    call.write(message);
    return true;
  }

  close(end: SessionEnd): void {
    if (end.kind === 'disassociated') this.send({ disassociation: { code: end.code, reason: end.reason } });
    if (!this.#call.cancelled) this.#call.end();
  }
}
