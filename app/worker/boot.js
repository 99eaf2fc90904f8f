// The worker's entry. A page starts it as a module worker and waits for `Ready`.
import init from './worker.js';

init().catch((error) => {
  console.error(error);
  postMessage('{"failed":"network"}');
});
