// Original file: proto/clearband/scos/v1/enrollment.proto


export interface JoinResponse {
  /**
   * The Manager's own id (SMID) and the id it gave the sensor (SDID).
   */
  'managerId'?: (string);
  'sensorId'?: (string);
  'sensorName'?: (string);
  'certificatePem'?: (string);
  'caPem'?: (string);
}

export interface JoinResponse__Output {
  /**
   * The Manager's own id (SMID) and the id it gave the sensor (SDID).
   */
  'managerId': (string);
  'sensorId': (string);
  'sensorName': (string);
  'certificatePem': (string);
  'caPem': (string);
}
