import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Failure, type Sentence, sentence } from '../failure.js';
import { type ApplicationCredential } from './applicationAccounts.js';

/**
 * The credential in a PEM file (RFC 7468) that holds a certificate and its private key, in any order.
 * @throws Failure `application-certificate-invalid`
 */
export function certificateCredential(pem: string): Extract<ApplicationCredential, { kind: 'certificate' }> {
  const certificate = firstBlock(pem, 'CERTIFICATE');
  if (certificate === undefined) throw unfit(sentence('The file has no certificate.'));
  const keyText = firstBlock(pem, '(?:RSA |EC |ENCRYPTED )?PRIVATE KEY');
  if (keyText === undefined) throw unfit(sentence('The file has no private key.'));
  const x509 = read(() => new X509Certificate(certificate), sentence('The certificate can’t be read.'));
  const key = read(
    () => createPrivateKey(keyText),
    sentence('The private key can’t be read, or is protected by a password.'),
  );
  if (!isPair(x509, key)) throw unfit(sentence('The private key does not belong to the certificate.'));
  return {
    kind: 'certificate',
    thumbprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function isPair(certificate: X509Certificate, key: KeyObject): boolean {
  // Entra takes RSA alone for a client assertion.
  return key.asymmetricKeyType === 'rsa' && certificate.checkPrivateKey(key);
}

function firstBlock(pem: string, label: string): string | undefined {
  return new RegExp(`-----BEGIN (${label})-----[A-Za-z0-9+/=\\s:,-]*?-----END \\1-----`).exec(pem)?.[0];
}

function read<T>(make: () => T, text: Sentence): T {
  try {
    return make();
  } catch {
    // Node's message says nothing that a person could act on, and may quote the key.
    throw unfit(text);
  }
}

function unfit(text: Sentence): Failure {
  return new Failure(
    'application-certificate-invalid',
    text,
    sentence('Choose a PEM file with an RSA certificate and its private key, without a password.'),
  );
}
