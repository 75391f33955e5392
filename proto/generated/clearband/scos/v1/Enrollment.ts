// Original file: proto/clearband/scos/v1/enrollment.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { JoinRequest as _clearband_scos_v1_JoinRequest, JoinRequest__Output as _clearband_scos_v1_JoinRequest__Output } from '../../../clearband/scos/v1/JoinRequest.ts';
import type { JoinResponse as _clearband_scos_v1_JoinResponse, JoinResponse__Output as _clearband_scos_v1_JoinResponse__Output } from '../../../clearband/scos/v1/JoinResponse.ts';

/**
 * How a sensor agent gets its identity. The one service that may be called without a client certificate.
 * A refused call carries the SCOS code, decimal, in the trailer `scos-code`; so do refused calls of Sensing.
 * Before it calls, the agent has checked that the Manager's CA has the fingerprint its join token names.
 */
export interface EnrollmentClient extends grpc.Client {
  /**
   * Trade a single-use join token for a certificate.
   */
  Join(argument: _clearband_scos_v1_JoinRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  Join(argument: _clearband_scos_v1_JoinRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  Join(argument: _clearband_scos_v1_JoinRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  Join(argument: _clearband_scos_v1_JoinRequest, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Trade a single-use join token for a certificate.
   */
  join(argument: _clearband_scos_v1_JoinRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  join(argument: _clearband_scos_v1_JoinRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  join(argument: _clearband_scos_v1_JoinRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  join(argument: _clearband_scos_v1_JoinRequest, callback: grpc.requestCallback<_clearband_scos_v1_JoinResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * How a sensor agent gets its identity. The one service that may be called without a client certificate.
 * A refused call carries the SCOS code, decimal, in the trailer `scos-code`; so do refused calls of Sensing.
 * Before it calls, the agent has checked that the Manager's CA has the fingerprint its join token names.
 */
export interface EnrollmentHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Trade a single-use join token for a certificate.
   */
  Join: grpc.handleUnaryCall<_clearband_scos_v1_JoinRequest__Output, _clearband_scos_v1_JoinResponse>;
  
}

export interface EnrollmentDefinition extends grpc.ServiceDefinition {
  Join: MethodDefinition<_clearband_scos_v1_JoinRequest, _clearband_scos_v1_JoinResponse, _clearband_scos_v1_JoinRequest__Output, _clearband_scos_v1_JoinResponse__Output>
}
