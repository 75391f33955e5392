import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { Client, type ChannelOptions, credentials } from '@grpc/grpc-js';
import { type ManagerAddress, formatAddress } from './address.ts';

/** With what the agent proves who it is; absent while it joins. */
export interface ClientCertificate {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** Stands in for an address in the TLS handshake, where names alone are allowed; the certificate is checked for the address. */
const NAME_OF_AN_ADDRESS = 'manager.clearband.invalid';
/** A fence holds the polygons of all policies that a mobile sensor may meet. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** A connection to the Manager that trusts `caPem` and nothing else. Connects at its first call. */
export function openChannel(address: ManagerAddress, caPem: string, own?: ClientCertificate): Client {
  const key = own === undefined ? null : Buffer.from(own.keyPem);
  const certificate = own === undefined ? null : Buffer.from(own.certificatePem);
  const tls = credentials.createSsl(Buffer.from(caPem), key, certificate, {
    checkServerIdentity: (_name, peer) => checkServerIdentity(address.host, peer),
  });
  const options: ChannelOptions = {
    'grpc.keepalive_time_ms': 20_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    // Every attempt to connect is the agent's own: it has its own backoff.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_channelz': 0,
    ...(isIP(address.host) === 0 ? {} : { 'grpc.ssl_target_name_override': NAME_OF_AN_ADDRESS }),
  };
  return new Client(formatAddress(address), tls, options);
}
