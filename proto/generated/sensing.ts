import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ActionCapability as _clearband_scos_v1_ActionCapability, ActionCapability__Output as _clearband_scos_v1_ActionCapability__Output } from './clearband/scos/v1/ActionCapability.ts';
import type { AgentMessage as _clearband_scos_v1_AgentMessage, AgentMessage__Output as _clearband_scos_v1_AgentMessage__Output } from './clearband/scos/v1/AgentMessage.ts';
import type { AgentStatus as _clearband_scos_v1_AgentStatus, AgentStatus__Output as _clearband_scos_v1_AgentStatus__Output } from './clearband/scos/v1/AgentStatus.ts';
import type { Antenna as _clearband_scos_v1_Antenna, Antenna__Output as _clearband_scos_v1_Antenna__Output } from './clearband/scos/v1/Antenna.ts';
import type { Associate as _clearband_scos_v1_Associate, Associate__Output as _clearband_scos_v1_Associate__Output } from './clearband/scos/v1/Associate.ts';
import type { Associated as _clearband_scos_v1_Associated, Associated__Output as _clearband_scos_v1_Associated__Output } from './clearband/scos/v1/Associated.ts';
import type { Band as _clearband_scos_v1_Band, Band__Output as _clearband_scos_v1_Band__Output } from './clearband/scos/v1/Band.ts';
import type { CancelTask as _clearband_scos_v1_CancelTask, CancelTask__Output as _clearband_scos_v1_CancelTask__Output } from './clearband/scos/v1/CancelTask.ts';
import type { Capability as _clearband_scos_v1_Capability, Capability__Output as _clearband_scos_v1_Capability__Output } from './clearband/scos/v1/Capability.ts';
import type { Disassociation as _clearband_scos_v1_Disassociation, Disassociation__Output as _clearband_scos_v1_Disassociation__Output } from './clearband/scos/v1/Disassociation.ts';
import type { Heartbeat as _clearband_scos_v1_Heartbeat, Heartbeat__Output as _clearband_scos_v1_Heartbeat__Output } from './clearband/scos/v1/Heartbeat.ts';
import type { HeartbeatAcknowledged as _clearband_scos_v1_HeartbeatAcknowledged, HeartbeatAcknowledged__Output as _clearband_scos_v1_HeartbeatAcknowledged__Output } from './clearband/scos/v1/HeartbeatAcknowledged.ts';
import type { Location as _clearband_scos_v1_Location, Location__Output as _clearband_scos_v1_Location__Output } from './clearband/scos/v1/Location.ts';
import type { ManagerMessage as _clearband_scos_v1_ManagerMessage, ManagerMessage__Output as _clearband_scos_v1_ManagerMessage__Output } from './clearband/scos/v1/ManagerMessage.ts';
import type { MetadataItem as _clearband_scos_v1_MetadataItem, MetadataItem__Output as _clearband_scos_v1_MetadataItem__Output } from './clearband/scos/v1/MetadataItem.ts';
import type { Outcome as _clearband_scos_v1_Outcome, Outcome__Output as _clearband_scos_v1_Outcome__Output } from './clearband/scos/v1/Outcome.ts';
import type { PublishMessage as _clearband_scos_v1_PublishMessage, PublishMessage__Output as _clearband_scos_v1_PublishMessage__Output } from './clearband/scos/v1/PublishMessage.ts';
import type { PublishReceipt as _clearband_scos_v1_PublishReceipt, PublishReceipt__Output as _clearband_scos_v1_PublishReceipt__Output } from './clearband/scos/v1/PublishReceipt.ts';
import type { Range as _clearband_scos_v1_Range, Range__Output as _clearband_scos_v1_Range__Output } from './clearband/scos/v1/Range.ts';
import type { Receipt as _clearband_scos_v1_Receipt, Receipt__Output as _clearband_scos_v1_Receipt__Output } from './clearband/scos/v1/Receipt.ts';
import type { Recording as _clearband_scos_v1_Recording, Recording__Output as _clearband_scos_v1_Recording__Output } from './clearband/scos/v1/Recording.ts';
import type { ScheduleReference as _clearband_scos_v1_ScheduleReference, ScheduleReference__Output as _clearband_scos_v1_ScheduleReference__Output } from './clearband/scos/v1/ScheduleReference.ts';
import type { SensingClient as _clearband_scos_v1_SensingClient, SensingDefinition as _clearband_scos_v1_SensingDefinition } from './clearband/scos/v1/Sensing.ts';
import type { SignedFence as _clearband_scos_v1_SignedFence, SignedFence__Output as _clearband_scos_v1_SignedFence__Output } from './clearband/scos/v1/SignedFence.ts';
import type { StatusQuery as _clearband_scos_v1_StatusQuery, StatusQuery__Output as _clearband_scos_v1_StatusQuery__Output } from './clearband/scos/v1/StatusQuery.ts';
import type { Task as _clearband_scos_v1_Task, Task__Output as _clearband_scos_v1_Task__Output } from './clearband/scos/v1/Task.ts';
import type { TaskProgress as _clearband_scos_v1_TaskProgress, TaskProgress__Output as _clearband_scos_v1_TaskProgress__Output } from './clearband/scos/v1/TaskProgress.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  clearband: {
    scos: {
      v1: {
        ActionCapability: MessageTypeDefinition<_clearband_scos_v1_ActionCapability, _clearband_scos_v1_ActionCapability__Output>
        AgentMessage: MessageTypeDefinition<_clearband_scos_v1_AgentMessage, _clearband_scos_v1_AgentMessage__Output>
        AgentStatus: MessageTypeDefinition<_clearband_scos_v1_AgentStatus, _clearband_scos_v1_AgentStatus__Output>
        Antenna: MessageTypeDefinition<_clearband_scos_v1_Antenna, _clearband_scos_v1_Antenna__Output>
        Associate: MessageTypeDefinition<_clearband_scos_v1_Associate, _clearband_scos_v1_Associate__Output>
        Associated: MessageTypeDefinition<_clearband_scos_v1_Associated, _clearband_scos_v1_Associated__Output>
        AssociationKind: EnumTypeDefinition
        Band: MessageTypeDefinition<_clearband_scos_v1_Band, _clearband_scos_v1_Band__Output>
        CancelTask: MessageTypeDefinition<_clearband_scos_v1_CancelTask, _clearband_scos_v1_CancelTask__Output>
        Capability: MessageTypeDefinition<_clearband_scos_v1_Capability, _clearband_scos_v1_Capability__Output>
        Disassociation: MessageTypeDefinition<_clearband_scos_v1_Disassociation, _clearband_scos_v1_Disassociation__Output>
        Heartbeat: MessageTypeDefinition<_clearband_scos_v1_Heartbeat, _clearband_scos_v1_Heartbeat__Output>
        HeartbeatAcknowledged: MessageTypeDefinition<_clearband_scos_v1_HeartbeatAcknowledged, _clearband_scos_v1_HeartbeatAcknowledged__Output>
        Location: MessageTypeDefinition<_clearband_scos_v1_Location, _clearband_scos_v1_Location__Output>
        ManagerMessage: MessageTypeDefinition<_clearband_scos_v1_ManagerMessage, _clearband_scos_v1_ManagerMessage__Output>
        MetadataItem: MessageTypeDefinition<_clearband_scos_v1_MetadataItem, _clearband_scos_v1_MetadataItem__Output>
        Outcome: MessageTypeDefinition<_clearband_scos_v1_Outcome, _clearband_scos_v1_Outcome__Output>
        PublishMessage: MessageTypeDefinition<_clearband_scos_v1_PublishMessage, _clearband_scos_v1_PublishMessage__Output>
        PublishReceipt: MessageTypeDefinition<_clearband_scos_v1_PublishReceipt, _clearband_scos_v1_PublishReceipt__Output>
        Range: MessageTypeDefinition<_clearband_scos_v1_Range, _clearband_scos_v1_Range__Output>
        Receipt: MessageTypeDefinition<_clearband_scos_v1_Receipt, _clearband_scos_v1_Receipt__Output>
        Recording: MessageTypeDefinition<_clearband_scos_v1_Recording, _clearband_scos_v1_Recording__Output>
        ScheduleReference: MessageTypeDefinition<_clearband_scos_v1_ScheduleReference, _clearband_scos_v1_ScheduleReference__Output>
        /**
         * Everything after joining. Mutual TLS: the peer certificate, never a field of a message, says which sensor speaks.
         * All times are milliseconds since 1970-01-01T00:00:00Z.
         */
        Sensing: SubtypeConstructor<typeof grpc.Client, _clearband_scos_v1_SensingClient> & { service: _clearband_scos_v1_SensingDefinition }
        SignedFence: MessageTypeDefinition<_clearband_scos_v1_SignedFence, _clearband_scos_v1_SignedFence__Output>
        StatusQuery: MessageTypeDefinition<_clearband_scos_v1_StatusQuery, _clearband_scos_v1_StatusQuery__Output>
        Task: MessageTypeDefinition<_clearband_scos_v1_Task, _clearband_scos_v1_Task__Output>
        TaskOutcome: EnumTypeDefinition
        TaskProgress: MessageTypeDefinition<_clearband_scos_v1_TaskProgress, _clearband_scos_v1_TaskProgress__Output>
        TaskState: EnumTypeDefinition
      }
    }
  }
}

