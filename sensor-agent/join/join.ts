import { type ServiceError, status } from '@grpc/grpc-js';
import type { JoinResponse__Output } from '../../proto/generated/clearband/scos/v1/JoinResponse.ts';
import { RefusedError, UnreachableError } from '../failures.ts';
import { type ManagerAddress, formatAddress } from '../session/address.ts';
import { openChannel } from '../session/channel.ts';
import { Protocol } from '../session/protocol.ts';
import { scosCodeIn } from '../session/scos-code.ts';
import { type AgentConfiguration, writeConfiguration } from '../state/configuration.ts';
import { type AgentIdentity, writeIdentity } from '../state/identity.ts';
import { prepareStateForJoin } from '../state/new-state.ts';
import { AGENT_VERSION } from '../version.ts';
import { makeKeyAndRequest } from './certificate-request.ts';
import { caFingerprintIn } from './join-token.ts';
import { checkManager } from './manager-check.ts';

export interface JoinOptions {
  readonly address: ManagerAddress;
  readonly token: string;
  readonly stateDir: string;
  /** What the sensor should be called; a name bound to the token wins. */
  readonly name: string | undefined;
  readonly configuration: AgentConfiguration;
}

const DEADLINE_MS = 15_000;

/**
 * Trades the token for an identity and keeps it. Until the Manager has proved who it is nothing is sent, and until it
 * has agreed nothing is kept. @throws {RefusedError}, {UnreachableError}, {StateError} or {UsageError}
 */
export async function join(options: JoinOptions): Promise<AgentIdentity> {
  const { address, token, stateDir, configuration } = options;
  const caFingerprint = caFingerprintIn(token);
  const state = await prepareStateForJoin(stateDir);
  try {
    const caPem = await checkManager(address, caFingerprint);
    const { keyPem, requestPem } = await makeKeyAndRequest();
    const answer = await askToJoin(options, caPem, requestPem);
    const { managerId, sensorId, sensorName, certificatePem } = answer;
    const identity = {
      address: formatAddress(address),
      managerId,
      sensorId,
      sensorName,
      keyPem,
      certificatePem,
      caPem,
    };
    await writeConfiguration(stateDir, configuration);
    // Last: with it the agent has joined.
    await writeIdentity(stateDir, identity);
    await state.keep();
    return identity;
  } catch (error) {
    await state.discard();
    throw error;
  }
}

async function askToJoin(options: JoinOptions, caPem: string, requestPem: string): Promise<JoinResponse__Output> {
  const { address, token, name = '' } = options;
  const channel = openChannel(address, caPem);
  const request = {
    joinToken: token,
    certificateRequestPem: requestPem,
    sensorName: name,
    agentVersion: AGENT_VERSION,
  };
  try {
    return await new Protocol().join(channel, request, new Date(Date.now() + DEADLINE_MS));
  } catch (error) {
    throw isServiceError(error) ? toFailure(error, address) : error;
  } finally {
    channel.close();
  }
}

function toFailure(error: ServiceError, address: ManagerAddress): Error {
  if (error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED) {
    return new UnreachableError(`the Manager at ${formatAddress(address)} did not answer: ${error.details}`);
  }
  const code = scosCodeIn(error.metadata);
  return new RefusedError(`the Manager refused: ${error.details}`, code);
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error;
}
