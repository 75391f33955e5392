// Original file: proto/clearband/scos/v1/capability.proto


export interface Antenna {
  'model'?: (string);
  'type'?: (string);
  'gainDbi'?: (number | string);
  'polarization'?: (string);
  'azimuthDeg'?: (number | string);
  'elevationDeg'?: (number | string);
  'cableLossDb'?: (number | string);
  '_gainDbi'?: "gainDbi";
  '_polarization'?: "polarization";
  '_azimuthDeg'?: "azimuthDeg";
  '_elevationDeg'?: "elevationDeg";
  '_cableLossDb'?: "cableLossDb";
}

export interface Antenna__Output {
  'model': (string);
  'type': (string);
  'gainDbi'?: (number);
  'polarization'?: (string);
  'azimuthDeg'?: (number);
  'elevationDeg'?: (number);
  'cableLossDb'?: (number);
  '_gainDbi'?: "gainDbi";
  '_polarization'?: "polarization";
  '_azimuthDeg'?: "azimuthDeg";
  '_elevationDeg'?: "elevationDeg";
  '_cableLossDb'?: "cableLossDb";
}
