// Original file: proto/clearband/scos/v1/sensing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AgentMessage as _clearband_scos_v1_AgentMessage, AgentMessage__Output as _clearband_scos_v1_AgentMessage__Output } from '../../../clearband/scos/v1/AgentMessage.ts';
import type { ManagerMessage as _clearband_scos_v1_ManagerMessage, ManagerMessage__Output as _clearband_scos_v1_ManagerMessage__Output } from '../../../clearband/scos/v1/ManagerMessage.ts';
import type { PublishMessage as _clearband_scos_v1_PublishMessage, PublishMessage__Output as _clearband_scos_v1_PublishMessage__Output } from '../../../clearband/scos/v1/PublishMessage.ts';
import type { PublishReceipt as _clearband_scos_v1_PublishReceipt, PublishReceipt__Output as _clearband_scos_v1_PublishReceipt__Output } from '../../../clearband/scos/v1/PublishReceipt.ts';

/**
 * Everything after joining. Mutual TLS: the peer certificate, never a field of a message, says which sensor speaks.
 * All times are milliseconds since 1970-01-01T00:00:00Z.
 */
export interface SensingClient extends grpc.Client {
  /**
   * Outcomes of tasks with their recordings; each is answered by a receipt once it is stored for good, or refused.
   */
  Publish(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_PublishMessage, _clearband_scos_v1_PublishReceipt__Output>;
  Publish(options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_PublishMessage, _clearband_scos_v1_PublishReceipt__Output>;
  /**
   * Outcomes of tasks with their recordings; each is answered by a receipt once it is stored for good, or refused.
   */
  publish(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_PublishMessage, _clearband_scos_v1_PublishReceipt__Output>;
  publish(options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_PublishMessage, _clearband_scos_v1_PublishReceipt__Output>;
  
  /**
   * Association, heartbeat, tasks and their progress. The first message is an Associate.
   */
  Session(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_AgentMessage, _clearband_scos_v1_ManagerMessage__Output>;
  Session(options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_AgentMessage, _clearband_scos_v1_ManagerMessage__Output>;
  /**
   * Association, heartbeat, tasks and their progress. The first message is an Associate.
   */
  session(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_AgentMessage, _clearband_scos_v1_ManagerMessage__Output>;
  session(options?: grpc.CallOptions): grpc.ClientDuplexStream<_clearband_scos_v1_AgentMessage, _clearband_scos_v1_ManagerMessage__Output>;
  
}

/**
 * Everything after joining. Mutual TLS: the peer certificate, never a field of a message, says which sensor speaks.
 * All times are milliseconds since 1970-01-01T00:00:00Z.
 */
export interface SensingHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Outcomes of tasks with their recordings; each is answered by a receipt once it is stored for good, or refused.
   */
  Publish: grpc.handleBidiStreamingCall<_clearband_scos_v1_PublishMessage__Output, _clearband_scos_v1_PublishReceipt>;
  
  /**
   * Association, heartbeat, tasks and their progress. The first message is an Associate.
   */
  Session: grpc.handleBidiStreamingCall<_clearband_scos_v1_AgentMessage__Output, _clearband_scos_v1_ManagerMessage>;
  
}

export interface SensingDefinition extends grpc.ServiceDefinition {
  Publish: MethodDefinition<_clearband_scos_v1_PublishMessage, _clearband_scos_v1_PublishReceipt, _clearband_scos_v1_PublishMessage__Output, _clearband_scos_v1_PublishReceipt__Output>
  Session: MethodDefinition<_clearband_scos_v1_AgentMessage, _clearband_scos_v1_ManagerMessage, _clearband_scos_v1_AgentMessage__Output, _clearband_scos_v1_ManagerMessage__Output>
}
