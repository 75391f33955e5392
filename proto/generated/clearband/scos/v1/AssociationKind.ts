// Original file: proto/clearband/scos/v1/sensing.proto

export const AssociationKind = {
  ASSOCIATION_KIND_UNSPECIFIED: 'ASSOCIATION_KIND_UNSPECIFIED',
  ASSOCIATION_KIND_NEW: 'ASSOCIATION_KIND_NEW',
  ASSOCIATION_KIND_REFRESH: 'ASSOCIATION_KIND_REFRESH',
  ASSOCIATION_KIND_DISASSOCIATE: 'ASSOCIATION_KIND_DISASSOCIATE',
} as const;

export type AssociationKind =
  | 'ASSOCIATION_KIND_UNSPECIFIED'
  | 0
  | 'ASSOCIATION_KIND_NEW'
  | 1
  | 'ASSOCIATION_KIND_REFRESH'
  | 2
  | 'ASSOCIATION_KIND_DISASSOCIATE'
  | 3

export type AssociationKind__Output = typeof AssociationKind[keyof typeof AssociationKind]
