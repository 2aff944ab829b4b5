import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import type { TlsOptions } from './options.ts';

/** Seconds of silence after which the kernel asks whether the peer is still there. */
const KEEP_ALIVE_PROBE_MS = 30_000;

/** A certificate chain without the one that was asked for. */
class FingerprintError extends Error {
  readonly code = 'ERR_TLS_FINGERPRINT';
}

/** Opens connections to nodes and, on https, makes sure that they are the ones meant. */
export function createConnector(tls: TlsOptions, timeoutMs: number): buildConnector.connector {
  const base = { timeout: timeoutMs, keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS, allowH2: false };
  const ca = tls.ca === null ? {} : { ca: tls.ca };
  if (tls.fingerprint === null) return buildConnector({ ...base, ...ca });
  const fingerprint = normalise(tls.fingerprint);
  // The fingerprint is the proof, so that authorities unknown to the system are accepted by it. A resumed
  // session would bring no chain to compare.
  const connect = buildConnector({
    ...base,
    ...ca,
    rejectUnauthorized: tls.ca !== null,
    maxCachedSessions: 0,
  });
  return (options, callback) =>
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error !== null || options.protocol !== 'https:') return callback(...result);
      if (chainHas((socket as TLSSocket).getPeerCertificate(true), fingerprint))
        return callback(null, socket);
      socket.destroy();
      callback(new FingerprintError('no certificate of its chain has the configured fingerprint'), null);
    });
}

function normalise(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toUpperCase();
}

/**
 * Whether the leaf or one of its issuers has this SHA-256 fingerprint. Every step up is checked by signature,
 * because anybody can put a genuine authority's certificate beside a leaf of their own.
 */
function chainHas(peer: DetailedPeerCertificate, fingerprint: string): boolean {
  const seen = new Set<string>();
  let current = peer;
  while (current?.raw !== undefined && !seen.has(current.fingerprint256)) {
    if (normalise(current.fingerprint256) === fingerprint) return true;
    seen.add(current.fingerprint256);
    const issuer = current.issuerCertificate;
    if (issuer?.raw === undefined || !isSignedBy(current.raw, issuer.raw)) return false;
    current = issuer;
  }
  return false;
}

function isSignedBy(certificate: Buffer, issuer: Buffer): boolean {
  const authority = new X509Certificate(issuer);
  return authority.ca && new X509Certificate(certificate).verify(authority.publicKey);
}
