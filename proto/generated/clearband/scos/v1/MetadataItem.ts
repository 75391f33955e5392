// Original file: proto/clearband/scos/v1/capability.proto


/**
 * A metadata item of class A (factory), B (current status, may be editable) or C (with data).
 */
export interface MetadataItem {
  'name'?: (string);
  'metadataClass'?: (string);
  /**
   * One of `string`, `float`, `int`, `boolean`.
   */
  'type'?: (string);
  'editable'?: (boolean);
  'content'?: (string);
}

/**
 * A metadata item of class A (factory), B (current status, may be editable) or C (with data).
 */
export interface MetadataItem__Output {
  'name': (string);
  'metadataClass': (string);
  /**
   * One of `string`, `float`, `int`, `boolean`.
   */
  'type': (string);
  'editable': (boolean);
  'content': (string);
}
