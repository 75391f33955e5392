// Original file: proto/clearband/scos/v1/sensing.proto


export interface CancelTask {
  'taskId'?: (string);
  'reason'?: (string);
}

export interface CancelTask__Output {
  'taskId': (string);
  'reason': (string);
}
