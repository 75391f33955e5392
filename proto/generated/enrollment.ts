import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { EnrollmentClient as _clearband_scos_v1_EnrollmentClient, EnrollmentDefinition as _clearband_scos_v1_EnrollmentDefinition } from './clearband/scos/v1/Enrollment.ts';
import type { JoinRequest as _clearband_scos_v1_JoinRequest, JoinRequest__Output as _clearband_scos_v1_JoinRequest__Output } from './clearband/scos/v1/JoinRequest.ts';
import type { JoinResponse as _clearband_scos_v1_JoinResponse, JoinResponse__Output as _clearband_scos_v1_JoinResponse__Output } from './clearband/scos/v1/JoinResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  clearband: {
    scos: {
      v1: {
        /**
         * How a sensor agent gets its identity. The one service that may be called without a client certificate.
         * A refused call carries the SCOS code, decimal, in the trailer `scos-code`; so do refused calls of Sensing.
         * Before it calls, the agent has checked that the Manager's CA has the fingerprint its join token names.
         */
        Enrollment: SubtypeConstructor<typeof grpc.Client, _clearband_scos_v1_EnrollmentClient> & { service: _clearband_scos_v1_EnrollmentDefinition }
        JoinRequest: MessageTypeDefinition<_clearband_scos_v1_JoinRequest, _clearband_scos_v1_JoinRequest__Output>
        JoinResponse: MessageTypeDefinition<_clearband_scos_v1_JoinResponse, _clearband_scos_v1_JoinResponse__Output>
      }
    }
  }
}

