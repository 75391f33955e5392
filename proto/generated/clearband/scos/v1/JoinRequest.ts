// Original file: proto/clearband/scos/v1/enrollment.proto


export interface JoinRequest {
  /**
   * The whole join token, `cb_join_…`.
   */
  'joinToken'?: (string);
  /**
   * PKCS #10 certificate request, PEM. The key was made on the agent and never leaves it.
   */
  'certificateRequestPem'?: (string);
  /**
   * The name the agent would like, at most 64 octets; a name bound to the token wins.
   */
  'sensorName'?: (string);
  'agentVersion'?: (string);
}

export interface JoinRequest__Output {
  /**
   * The whole join token, `cb_join_…`.
   */
  'joinToken': (string);
  /**
   * PKCS #10 certificate request, PEM. The key was made on the agent and never leaves it.
   */
  'certificateRequestPem': (string);
  /**
   * The name the agent would like, at most 64 octets; a name bound to the token wins.
   */
  'sensorName': (string);
  'agentVersion': (string);
}
