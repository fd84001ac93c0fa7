import type { Service } from '#api'
import type { Refusal } from '#foundation'
import type { ReleaseManifest } from '#warehouse'
import type { Proof } from '../proof/verify.ts'
import { DataTable } from './frame/panel.tsx'
import { type ReleasePage, TitledPage } from './frame/titled-page.tsx'

interface VerifyPageProps extends Omit<ReleasePage, 'release' | 'edition'> {
  readonly release: ReleaseManifest | undefined
  readonly publicKey: string
  readonly proof?: Proof
  readonly refused?: Refusal
}

/** Refusals of files that were not read to their end. */
const tooMuch: readonly string[] = ['FILE_TOO_LARGE', 'FILE_TOO_COSTLY']

/** Whether an exported file is as it was, and whether its figures still hold. */
export function VerifyPage({ proof, refused, publicKey, ...page }: VerifyPageProps) {
  const { language, t, site, release } = page
  return (
    <TitledPage name="verify" language={language} t={t} site={site} synthetic={release?.synthetic ?? false}>
      <form class="filters" method="post" action={`/${language}/verify`} enctype="multipart/form-data">
        <label>
          {t('verify_file')}
          <input type="file" name="file" required accept=".pptx,.pdf,.xlsx,.zip,.png,.svg,.json" />
        </label>
        <button type="submit">{t('verify_do')}</button>
      </form>
      {refused !== undefined && (
        <section role="status" aria-label={t('verify')}>
          <p class="notice">{t(tooMuch.includes(refused.code) ? 'verify_too_much' : 'verify_not_ours')}</p>
          <p lang="en">{refused.message}</p>
        </section>
      )}
      {proof !== undefined && <Verdict proof={proof} page={page} />}
      <p class="source">
        {t('verify_key')}: <code>{publicKey}</code> · <a href="/v1/signing-key">JSON</a>
      </p>
    </TitledPage>
  )
}

type Page = Omit<VerifyPageProps, 'proof' | 'refused' | 'publicKey'>

function Verdict({ proof, page: { t, figures, service } }: { proof: Proof; page: Page }) {
  const { verdict, origin, because, file, now, figures: claims } = proof
  const reasons = reasonsBetween(service, file.release, now).map(({ id, publishedAt, revised }) =>
    t(revised ? 'verify_why_revised' : 'verify_why_release', {
      release: id,
      date: figures.date(publishedAt.slice(0, 10)),
    }),
  )
  const changes = claims.flatMap((claim) =>
    claim.changes.map((change) => [claim.title, change.key, change.was, change.is]),
  )
  return (
    <section role="status" aria-label={t('verify')}>
      <h2>{file.name}</h2>
      <p class="finding">{t(`verify_${verdict}`, { release: file.release, now: now ?? '–' })}</p>
      {because !== null && <p>{t(`verify_because_${because}`)}</p>}
      <p>{t(`verify_origin_${origin}`)}</p>
      {file.synthetic && <p>{t('synthetic')}</p>}
      {verdict === 'revised' && reasons.length > 0 && <p>{t('verify_why', { reasons: reasons.join('; ') })}</p>}
      {changes.length > 0 && (
        <DataTable
          caption={t('verify_state_revised')}
          head={[t('figures'), t('pack_place'), t('pack_was'), t('pack_is')]}
          rows={changes.map((cells) => ({ cells }))}
        />
      )}
      {claims.length > 0 && (
        <DataTable
          caption={t('figures')}
          head={[t('figures'), t('verify_state')]}
          rows={claims.map(({ title, state }) => ({ cells: [title, t(`verify_state_${state}`)] }))}
        />
      )}
    </section>
  )
}

/** The releases after the one of the file, up to the one that is served. */
function reasonsBetween(service: Service<'public'>, from: string, to: string | null): readonly ReleaseManifest[] {
  const all = service.releases()
  const [first, last] = [from, to].map((id) => all.findIndex((known) => known.id === id))
  return first === undefined || last === undefined || first < 0 ? [] : all.slice(first + 1, last + 1)
}
