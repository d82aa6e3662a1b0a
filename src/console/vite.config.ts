import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: '/',
  plugins: [react(), compressAssets()],
  resolve: {
    // The browser uses the contract's paths and methods; the server validates. Leaving the schemas' machinery out
    // keeps 20 KB (gzip) off every first load.
    alias: [{ find: /^typebox$/, replacement: `${here}/schemaless.ts` }],
  },
  build: {
    outDir: `${here}/../../dist/console`,
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // An inlined asset would need `data:` in places the content security policy does not allow.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/log', '/health', '/openapi.json'].map((path) => [
        path,
        process.env.STEERHOUSE_PUBLIC_URL ?? 'http://127.0.0.1:8420',
      ]),
    ),
  },
});
