/** The little of PostgreSQL's wire protocol (version 3) that must be known to tell a living server from a dead one. */

const SYNC = 0x53;
const QUERY = 0x51;
const TERMINATE = 0x58;
const READY_FOR_QUERY = 0x5a;
const READY_LENGTH = 6;

/** True when the server owes a ReadyForQuery: after a start-up packet (without a type byte), a Query or a Sync. */
export function wantsReady(request: Uint8Array): boolean {
  if (request[0] === 0) return true;
  const last = lastMessageType(request);
  return last === SYNC || last === QUERY;
}

/** True when the reply ends in ReadyForQuery. A server that has panicked sends its error and nothing more. */
export function endsReady(reply: Uint8Array): boolean {
  return reply.at(-READY_LENGTH) === READY_FOR_QUERY;
}

/** True for the message by which a client says goodbye. */
export function isTerminate(request: Uint8Array): boolean {
  return request[0] === TERMINATE;
}

/** Each message is a type byte, then its length as four bytes, which count themselves but not the type. */
function lastMessageType(request: Uint8Array): number | undefined {
  const view = new DataView(request.buffer, request.byteOffset, request.byteLength);
  let type: number | undefined;
  for (let at = 0; at + 5 <= view.byteLength; at += 1 + view.getUint32(at + 1)) type = view.getUint8(at);
  return type;
}
