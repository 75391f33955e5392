import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** `clearband serve`: the Manager in a process of its own, so that this one only hands signals on. */
export async function serveCommand(root: string, signal: AbortSignal): Promise<number> {
  const manager = spawn(process.execPath, [join(root, 'src', 'main.ts')], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  signal.addEventListener('abort', () => {
    manager.kill('SIGTERM');
  });
  return new Promise((resolve, reject) => {
    manager.once('error', reject);
    manager.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
