/** The caller as a policy sees it: a User of an Element with its groups and roles, or a sensor speaking for itself. */
export interface Actor {
  readonly user: string;
  readonly element: ElementRef;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

/** An organisation; its name is the namespace of what it owns. */
export interface ElementRef {
  readonly id: string;
  readonly name: string;
}

/** A User who proved to be one, with what its token may be used for. */
export interface AuthenticatedActor extends Actor {
  readonly userId: string;
  readonly tokenId: string;
  /** Scopes of the contract, `sensors:read` …; already cut down to what the roles allow. */
  readonly scopes: readonly string[];
}
