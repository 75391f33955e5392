/** The SCOS-Tasks of §4.9 that name an operation. */
const OPERATIONS = [
  ...['Scanning', 'Calibration', 'Storage', 'Transmission', 'Deletion', 'Discovery', 'Association', 'Configuration'],
  ...['Policy-administration', 'Administration'],
];

/** §4.2: the synonyms, spelled exactly so but in any case (B-15). */
const SYNONYMS: Readonly<Record<string, string>> = {
  scan: 'Scanning',
  'calibration-operation': 'Calibration',
  store: 'Storage',
  transmit: 'Transmission',
};

/** The operation that a text names, or `undefined`. */
export function operationOf(text: string): string | undefined {
  const key = text.toLowerCase();
  return SYNONYMS[key] ?? OPERATIONS.find((operation) => operation.toLowerCase() === key);
}
