import { defineConfig } from 'vite'

/** The script and the style of the pages, with fonts: everything that a browser loads comes out of this folder. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/assets/',
  logLevel: 'warn',
  build: {
    outDir: '../../dist/browser',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: { taraza: `${import.meta.dirname}/main.ts` },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: ({ names }) => (names[0]?.endsWith('.css') ? 'taraza.css' : '[name]-[hash][extname]'),
      },
    },
    chunkSizeWarningLimit: 1200,
  },
})
