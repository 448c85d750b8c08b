/** An endpoint of a price table as its owner sees it. */
export interface EndpointView {
  readonly id: number;
  readonly endpointId: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly summary: string | null;
  readonly basePriceSats: number;
  readonly maxUses: number | null;
  readonly tokenValiditySeconds: number | null;
  readonly reserve: boolean;
  readonly isActive: boolean;
}

/** What of an endpoint can be changed; what is absent stays, `null` takes a bound away. */
export interface EndpointPatch {
  readonly path?: string;
  readonly httpMethod?: string;
  readonly basePriceSats?: number;
  readonly summary?: string | null;
  readonly maxUses?: number | null;
  readonly tokenValiditySeconds?: number | null;
  readonly reserve?: boolean;
  readonly isActive?: boolean;
}

/** An endpoint that a merchant wants. */
export interface EndpointWish extends EndpointPatch {
  readonly endpointId: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly basePriceSats: number;
}
