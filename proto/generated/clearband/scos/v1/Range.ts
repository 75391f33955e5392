// Original file: proto/clearband/scos/v1/capability.proto


export interface Range {
  'min'?: (number | string);
  'max'?: (number | string);
}

export interface Range__Output {
  'min': (number);
  'max': (number);
}
