// Original file: proto/clearband/scos/v1/capability.proto


/**
 * Half-open band of frequencies, hertz.
 */
export interface Band {
  'startHz'?: (number | string);
  'stopHz'?: (number | string);
}

/**
 * Half-open band of frequencies, hertz.
 */
export interface Band__Output {
  'startHz': (number);
  'stopHz': (number);
}
