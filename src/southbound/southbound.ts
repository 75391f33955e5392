import type { CertificateAuthority } from '../identity/certificate-authority.ts';
import type { Associations } from '../sensors/association/association.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { AgentSessions } from './agent-sessions.ts';
import type { OutcomeIntake, RecordingStaging, RefusalListener, TaskReports } from './domain.ts';
import type { EdgeLog } from './edge-log.ts';
import { type Joining, enrollmentService } from './enrollment-service.ts';
import type { FenceDelivery } from './fence-delivery.ts';
import { Listener } from './listening/listener.ts';
import { type CertificateLookup, PeerDirectory } from './listening/peer-directory.ts';
import { loadProtocol } from './listening/protocol.ts';
import { UntrustedPeers } from './listening/untrusted-peers.ts';
import { publishService } from './publishing/publish-service.ts';
import { sessionService } from './session-service.ts';

export interface SouthboundOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** What agents may call the Manager: host names and addresses of the server certificate. */
  readonly names: readonly string[];
  readonly maxRecordingBytes: number;
}

export interface SouthboundParts {
  readonly authority: CertificateAuthority;
  readonly enrollment: Joining;
  readonly certificates: CertificateLookup;
  readonly associations: Associations;
  readonly sessions: AgentSessions;
  readonly fences: FenceDelivery;
  readonly reports: TaskReports;
  readonly intake: OutcomeIntake;
  readonly staging: RecordingStaging;
  readonly onRefused: RefusalListener;
  readonly clock: Clock;
  readonly log: EdgeLog;
}

/** The gRPC edge while it listens. */
export interface Southbound {
  readonly port: number;
  /** Ends all streams, in order where the peers follow within `deadlineMs`; agents come back by themselves. */
  stop(deadlineMs: number): Promise<void>;
}

/** Listens for agents. @throws {Error} when the port is taken. */
export async function startSouthbound(options: SouthboundOptions, parts: SouthboundParts): Promise<Southbound> {
  const { authority, associations, sessions, onRefused: tell, log } = parts;
  const untrusted = new UntrustedPeers();
  const peers = new PeerDirectory(parts.certificates, untrusted, parts.clock);
  const stopper = new AbortController();
  const onRefused: RefusalListener = (refusal) => {
    log.warn({ ...refusal }, 'peer refused');
    tell(refusal);
  };
  const shared = { ...parts, peers, onRefused, stopping: stopper.signal };
  const protocol = loadProtocol();
  associations.onEnded((sensorId, { code, reason }) => {
    sessions.drop(sensorId, code, reason);
  });
  const listener = await Listener.open({
    host: options.host,
    port: options.port,
    key: await authority.serverKey(options.names),
    caPem: authority.certificatePem,
    untrusted,
    services: [
      { definition: protocol.enrollment, handlers: enrollmentService(shared) },
      {
        definition: protocol.sensing,
        handlers: {
          Session: sessionService(shared),
          Publish: publishService({ ...shared, maxRecordingBytes: options.maxRecordingBytes }),
        },
      },
    ],
  });
  return {
    port: listener.port,
    stop: async (deadlineMs) => {
      stopper.abort();
      await listener.stop(deadlineMs);
    },
  };
}
