import { X509Certificate } from 'node:crypto'
import type { CertificateFile } from '../../preload/contract/network'

export type ReadFile = (path: string) => Promise<Buffer>

export interface ReadCertificates {
  readonly file: CertificateFile
  /** Its certificates as PEM; none unless its state is `ok`. */
  readonly pem: readonly string[]
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
/** A bundle of every public root is a quarter of this. */
const LARGEST_FILE = 1024 * 1024

/** Reads the files as they are now. Never rejects: what cannot be used says so in its state. */
export function readCertificates(
  paths: readonly string[],
  read: ReadFile,
  now: () => number = Date.now,
): Promise<readonly ReadCertificates[]> {
  return Promise.all(paths.map((path) => readOne(path, read, now)))
}

async function readOne(path: string, read: ReadFile, now: () => number): Promise<ReadCertificates> {
  let content: Buffer
  try {
    content = await read(path)
  } catch {
    return unusable(path, 'missing')
  }
  const certificates = certificatesIn(content)
  const [first] = certificates
  if (first === undefined) return unusable(path, 'notCertificate')
  const expiresAt = Date.parse(first.validTo)
  const ended = certificates.every((certificate) => Date.parse(certificate.validTo) <= now())
  return {
    file: { path, subject: subjectOf(first), expiresAt, state: ended ? 'expired' : 'ok' },
    pem: ended ? [] : certificates.map(String),
  }
}

const unusable = (path: string, state: CertificateFile['state']): ReadCertificates => ({
  file: { path, subject: '', expiresAt: null, state },
  pem: [],
})

/** Every certificate of a PEM file, or the one of a DER file. A file with a broken one among them is no good at all. */
function certificatesIn(content: Buffer): readonly X509Certificate[] {
  if (content.length > LARGEST_FILE) return []
  const blocks = content.toString('latin1').match(PEM_BLOCK)
  try {
    return (blocks ?? [content]).map((block) => new X509Certificate(block))
  } catch {
    return []
  }
}

/** The common name, else the organisation, else the whole subject on one line. */
function subjectOf({ subject }: X509Certificate): string {
  const parts = new Map(
    subject.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1)]
    }),
  )
  return (parts.get('CN') ?? parts.get('O') ?? subject.replaceAll('\n', ', ')).slice(0, 200)
}
