// Original file: proto/clearband/scos/v1/sensing.proto


/**
 * Asks for a heartbeat at once.
 */
export interface StatusQuery {
}

/**
 * Asks for a heartbeat at once.
 */
export interface StatusQuery__Output {
}
