// Original file: proto/clearband/scos/v1/sensing.proto


/**
 * sxDisassociationRequest: the Manager drops the sensor.
 */
export interface Disassociation {
  'code'?: (number);
  'reason'?: (string);
  'retryAfterSeconds'?: (number);
  '_retryAfterSeconds'?: "retryAfterSeconds";
}

/**
 * sxDisassociationRequest: the Manager drops the sensor.
 */
export interface Disassociation__Output {
  'code': (number);
  'reason': (string);
  'retryAfterSeconds'?: (number);
  '_retryAfterSeconds'?: "retryAfterSeconds";
}
