// Original file: proto/clearband/scos/v1/capability.proto


/**
 * One thing the sensor can be tasked to do.
 */
export interface ActionCapability {
  'name'?: (string);
  'description'?: (string);
}

/**
 * One thing the sensor can be tasked to do.
 */
export interface ActionCapability__Output {
  'name': (string);
  'description': (string);
}
