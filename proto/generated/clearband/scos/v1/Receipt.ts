// Original file: proto/clearband/scos/v1/sensing.proto


export interface Receipt {
  'taskId'?: (string);
  /**
   * 0 stored (404: was stored before): the agent may forget it. Other codes: refused, the agent keeps it.
   */
  'code'?: (number);
  'text'?: (string);
  /**
   * True when the Manager could not store it now (full disk, database away): send it again later.
   */
  'retry'?: (boolean);
}

export interface Receipt__Output {
  'taskId': (string);
  /**
   * 0 stored (404: was stored before): the agent may forget it. Other codes: refused, the agent keeps it.
   */
  'code': (number);
  'text': (string);
  /**
   * True when the Manager could not store it now (full disk, database away): send it again later.
   */
  'retry': (boolean);
}
