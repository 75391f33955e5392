// Original file: proto/clearband/scos/v1/capability.proto


/**
 * WGS 84, decimal degrees; altitude in metres above the ellipsoid.
 */
export interface Location {
  'latitude'?: (number | string);
  'longitude'?: (number | string);
  'altitudeM'?: (number | string);
  '_altitudeM'?: "altitudeM";
}

/**
 * WGS 84, decimal degrees; altitude in metres above the ellipsoid.
 */
export interface Location__Output {
  'latitude': (number);
  'longitude': (number);
  'altitudeM'?: (number);
  '_altitudeM'?: "altitudeM";
}
