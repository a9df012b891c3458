/** What the end of a connection asks for. */
export type Verdict = 'stop' | 'resume' | 'afresh';

const OWN_FAULT = new Set([1002, 1003, 1007, 1009]);

/** Reads a close code. What is not ours (a proxy's, the network's) is worth another try. */
export function verdict(code: number): Verdict {
  if ((code >= 4000 && code <= 4299) || OWN_FAULT.has(code)) {
    return 'stop';
  }
  return code >= 4500 && code <= 4599 ? 'afresh' : 'resume';
}
