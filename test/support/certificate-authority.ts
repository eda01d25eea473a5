import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A certificate and its key, both PEM. */
export interface Issued {
  readonly certificate: string
  readonly key: string
}

export interface CertificateAuthority extends Issued {
  /** A certificate for 127.0.0.1 and localhost, signed by this authority. */
  issueForLoopback(): Issued
}

const DAY_MS = 86_400_000

/**
 * An authority made for one test: nobody trusts it who was not told to. Just enough DER for two kinds of certificate.
 * @param validDays how long it holds; negative: it has ended so many days ago
 */
export function createAuthority(name: string, validDays = 1): CertificateAuthority {
  const keys = newKeys()
  const issuer = nameOf(name)
  const own = issue({
    subject: issuer,
    issuer,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    validDays,
    ca: true,
  })
  return {
    certificate: own,
    key: pemKey(keys.privateKey),
    issueForLoopback() {
      const leaf = newKeys()
      const certificate = issue({
        subject: nameOf('localhost'),
        issuer,
        publicKey: leaf.publicKey,
        signer: keys.privateKey,
        validDays,
        ca: false,
      })
      return { certificate, key: pemKey(leaf.privateKey) }
    },
  }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const pemKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content)
const yes = der(0x01, Buffer.from([0xff]))
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))

const nameOf = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))))

/** GeneralizedTime, to the second. */
const time = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]|\..*$/g, '')}Z`))

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), der(0x04, value))

function issue(wanted: {
  readonly subject: Buffer
  readonly issuer: Buffer
  readonly publicKey: KeyObject
  readonly signer: KeyObject
  readonly validDays: number
  readonly ca: boolean
}): string {
  const { subject, issuer, publicKey, signer, validDays, ca } = wanted
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const serial = createHash('sha256').update(spki).digest().subarray(0, 8)
  const until = Date.now() + validDays * DAY_MS
  const extensions = ca
    ? [
        extension('551d13', true, sequence(yes)),
        // keyCertSign
        extension('551d0f', true, der(0x03, Buffer.from([2, 0x04]))),
      ]
    : [
        extension(
          '551d11',
          false,
          sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
        ),
      ]
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), serial])),
    ECDSA_SHA256,
    issuer,
    sequence(time(until - 30 * DAY_MS), time(until)),
    subject,
    spki,
    der(0xa3, sequence(...extensions)),
  )
  const signed = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer)))
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
