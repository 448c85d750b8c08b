import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** What an authenticator may do wrong. */
export interface AuthenticatorFaults {
  readonly origin?: string;
  readonly unverified?: boolean;
  readonly challenge?: string;
}

interface Options {
  readonly challenge: string;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** An authenticator in software, for one relying party: makes a P-256 passkey and signs with it, as Web Authentication has it. */
export class SoftAuthenticator {
  private readonly id = randomBytes(16);
  private readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  private counter = 0;

  constructor(
    private readonly rpId: string,
    private readonly origin: string,
  ) {
    this.key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  /** What `navigator.credentials.create` gives; attested by nobody, or as the given CBOR says. */
  create(options: Options, faults: AuthenticatorFaults = {}, attestation = none()): object {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, this.coseKey()]);
    const data = Buffer.concat([this.data(HAS_CREDENTIAL, faults), credential]);
    const object = Buffer.concat([Buffer.from([0xa3]), attestation, cborText('authData'), cborBytes(data)]);
    return this.response({
      clientDataJSON: this.clientData('webauthn.create', options, faults).toString('base64url'),
      attestationObject: object.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get` gives. */
  get(options: Options, faults: AuthenticatorFaults = {}): object {
    this.counter += 1;
    const data = this.data(0, faults);
    const client = this.clientData('webauthn.get', options, faults);
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
    return this.response({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: createSign('sha256').update(signed).sign(this.key.privateKey).toString('base64url'),
    });
  }

  private response(response: object): object {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  private data(more: number, { unverified }: AuthenticatorFaults): Buffer {
    const flags = USER_PRESENT | more | (unverified === true ? 0 : USER_VERIFIED);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([createHash('sha256').update(this.rpId).digest(), Buffer.from([flags]), counter]);
  }

  private clientData(type: string, options: Options, faults: AuthenticatorFaults): Buffer {
    const challenge = faults.challenge ?? options.challenge;
    const origin = faults.origin ?? this.origin;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** The public key in COSE: EC2, ES256, P-256, x, y. */
  private coseKey(): Buffer {
    const { x = '', y = '' } = this.key.publicKey.export({ format: 'jwk' });
    const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]);
    const [first, second] = [x, y].map((half) => cborBytes(Buffer.from(half, 'base64url')));
    return Buffer.concat([head, Buffer.from([0x21]), first!, Buffer.from([0x22]), second!]);
  }
}

/** An attestation by nobody. */
export function none(): Buffer {
  return Buffer.concat([cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0])]);
}

/** An attestation in this format that brings a certificate, which could name addresses. */
export function withCertificate(format: string): Buffer {
  const statement = Buffer.concat([
    Buffer.from([0xa3]),
    ...[cborText('alg'), Buffer.from([0x26]), cborText('sig'), cborBytes(randomBytes(70))],
    ...[cborText('x5c'), Buffer.from([0x81]), cborBytes(randomBytes(200))],
  ]);
  return Buffer.concat([cborText('fmt'), cborText(format), cborText('attStmt'), statement]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const { length } = bytes;
  const head =
    length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
