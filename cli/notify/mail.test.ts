import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { noticeOfFailure, type RunNotice } from '#warehouse'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { type MailBehaviour, mailReceiver } from '../testing/receivers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { mailsAbout } from './mails.ts'
import { sendMail } from './send-mail.ts'

let test: TestHome
const closers: (() => void)[] = []
beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
})
afterEach(() => {
  test.remove()
  for (const close of closers.splice(0)) close()
})

async function server(behaviour?: MailBehaviour) {
  const receiver = await mailReceiver(behaviour)
  closers.push(receiver.close)
  return receiver
}

const people = { ky: 'ky@example.org', ru: 'ru@example.org', en: 'en@example.org' }
const stewards = {
  operators: [{ mail: 'operator@example.org', language: 'en' }],
  ofRegister: new Map([
    ['sentences', Object.entries(people).map(([language, mail]) => ({ mail, language }))],
    ['custody', [{ mail: 'prison@example.org', language: 'en' }]],
  ]),
  expected: [],
} as unknown as Parameters<typeof mailsAbout>[1]
const registers = loadJurisdiction('kg')

const notice: RunNotice = {
  ...noticeOfFailure('', { id: 'n', createdAt: '2026-11-24T02:30:00.000Z' }),
  event: 'run',
  run: '2026-11-24T02-30-00.000Z',
  sequence: 7,
  decision: 'published_in_part',
  codes: ['PERSONAL_DATA'],
  registers: [
    { register: 'custody', codes: [], waiting: true },
    { register: 'sentences', codes: ['PERSONAL_DATA'], waiting: true },
  ],
  report: 'http://localhost:9090/en/runs/2026-11-24T02-30-00.000Z',
}

describe('the mails about a night', () => {
  it('go to the stewards of the refused register in their languages, and to the operators', () => {
    const mails = mailsAbout(notice, stewards, registers)
    expect(mails.map(({ to }) => to)).toEqual([...Object.values(people), 'operator@example.org'])
    const [ky, ru, en, operator] = mails
    expect(ky?.text).toMatch(/^Саламатсызбы!\n\nТүнкү иштетүү \(2026-ж\., 24-ноябрь\) «Өкүмдөр»/)
    expect(ru?.text).toMatch(/^Здравствуйте!\n\nНочной запуск 24 ноября 2026 г\. отклонил поставку реестра «Приговоры»/)
    expect(en?.subject).toBe('Taraza: a delivery was refused, register “Sentences”')
    expect(en?.text).toContain('Reason: personal data: refused whole (PERSONAL_DATA).')
    expect(en?.text).toContain('Do not forward the file by e-mail.')
    expect(operator?.subject).toBe('Taraza: the nightly run of 24 November 2026 refused a part of the files')
    expect(operator?.text).toContain('wait for corrected files: Prisons and remand prisons, Sentences.')
    expect(operator?.text).toContain('“taraza runs show 7”')
  })

  it('ask a steward for what the report asks for, and for nothing that only the operator can do', () => {
    const adviceFor = (code: string) => {
      const one = { ...notice, registers: [{ register: 'sentences', codes: [code], waiting: true }] }
      return mailsAbout(one, stewards, registers)[2]
        ?.text.split('\n')
        .find((line) => line.startsWith('What to do'))
    }
    expect(adviceFor('CUT_OFF')).toMatch('export the delivery again and send it whole')
    expect(adviceFor('MANIFEST_MISMATCH')).toMatch('with its manifest')
    expect(adviceFor('CONTRADICTING_DELIVERIES')).toMatch('report it to the operator')
    expect(adviceFor('OUT_OF_MEMORY')).toMatch('nothing on your side')
    expect(adviceFor('TOO_MANY_QUARANTINED')).toMatch('the operator, who can accept it')
    expect(adviceFor('MISSING_COLUMN')).toMatch('correct the file in the system')
  })

  it('tell an operator in words how a service ended, and where nothing was published that nothing has changed', () => {
    const about = (more: Partial<RunNotice>) =>
      mailsAbout({ ...notice, registers: [], ...more }, stewards, registers)[0]?.text
    expect(about({ unit: 'taraza.service', result: 'oom-kill' })).toContain('it needed more memory than it may have.')
    expect(about({ unit: 'taraza.service', result: 'exit code 3' })).toContain('failed: exit code 3.')
    expect(about({ decision: 'refused' })).toContain('What was published before has not changed.')
    expect(about({ decision: null, sequence: null })).toMatch(/“taraza doctor” on the server names what is wrong\.$/m)
  })

  it('say which period is late, in words, once it is due', () => {
    const late = [
      { register: 'custody', period: '2026-Q3', expected: '2026-10-20', isDue: true },
      { register: 'sentences', period: '2026-10', expected: '2026-11-10', isDue: true },
      { register: 'sentences', period: '2026-09', expected: '2026-10-10', isDue: false },
    ]
    const mails = mailsAbout({ ...notice, failed: false, codes: [], registers: [], late }, stewards, registers)
    const textFor = (mail: string) => mails.find(({ to }) => to === mail)?.text
    expect(mails).toHaveLength(4)
    expect(textFor(people.en)).toContain(
      '“Sentences” for October 2026 has not arrived. It was expected by 10 November 2026.',
    )
    expect(textFor(people.ru)).toContain(
      'реестра «Приговоры» за октябрь 2026 г. не поступила в срок (10 ноября 2026 г.).',
    )
    expect(textFor(people.ky)).toContain('2026-ж., октябрь үчүн')
    expect(textFor('prison@example.org')).toContain('for quarter 3 of 2026')
    expect(textFor(people.en)).not.toContain('September')
  })

  it('name quarters and years as people do where years do not begin on 1 January', () => {
    const kg = loadJurisdiction('kg')
    const fiscal = { ...kg, profile: { ...kg.profile, year_starts: 4 } }
    const late = ['2026-Q3', '2026', '2026-10'].map((period) => ({
      ...{ register: 'custody', period, expected: '2026-10-20', isDue: true },
    }))
    const [mail] = mailsAbout({ ...notice, failed: false, codes: [], registers: [], late }, stewards, fiscal)
    expect(mail?.text).toContain('for quarter 3 of 2026/27 has')
    expect(mail?.text).toContain('for the year 2026/27 has')
    expect(mail?.text).toContain('for October 2026 has')
  })

  it('are sent by a night, whose stewards file has the addresses; a refused address is reported once', async () => {
    const { mails, url } = await server({ refuses: ['gone@example.org'] })
    const file = join(test.incoming, '..', 'stewards.yaml')
    const people = ['gone', 'court'].map((name) => `      - { mail: ${name}@example.org, language: ru }\n`).join('')
    writeFileSync(file, `registers:\n  sentences:\n    stewards:\n${people}    expected: { every: month, day: 10 }\n`)
    const settings = { TARAZA_SMTP_URL: url, TARAZA_MAIL_FROM: 'taraza@example.org', TARAZA_STEWARDS: file }
    const night = () => test.runWith(settings, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)).replaceAll('COURT', 'CUORT'))
    expect(await night()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/late: sentences of \d{4}-\d\d, expected by/),
      err: expect.stringContaining('gone@example.org'),
    })
    expect(mails.map(({ to }) => to)).toEqual([['court@example.org']])
    expect(mails[0]?.text).toMatch(/^Auto-Submitted: auto-generated$/im)
    expect(await test.runWith(settings, 'notify')).toMatchObject({ code: 0, out: 'Messages sent: 0, waiting: 0.\n' })
  })
})

describe('a mail server', () => {
  const mail = { to: 'steward@example.org', subject: 'Тема', text: 'Text\n' }
  const patience = { deadline: 300, rests: [1] }
  const codeOf = (url: string, from = 'taraza@example.org') =>
    sendMail({ url, from }, mail, 'n.0', patience).then(
      () => undefined,
      ({ code, message }) => [code, /^.*\.$/.test(message)],
    )

  it('that is down, hangs or refuses is told by a code and a sentence', async () => {
    const { url, close } = await server()
    close()
    expect(await codeOf(url)).toEqual(['MAIL_UNREACHABLE', true])
    expect(await codeOf((await server({ hangs: true })).url)).toEqual(['MAIL_TIMEOUT', true])
    expect(await codeOf((await server({ refuses: [mail.to] })).url)).toEqual(['MAIL_RECIPIENT_REFUSED', true])
  })

  it('that cannot encrypt gets nothing over the network, nor where its address asks for it', async () => {
    const { url, mails } = await server()
    expect(await codeOf(url.replace('smtp:', 'smtps:'))).toEqual(['MAIL_CERTIFICATE', true])
    expect(mails).toEqual([])
  })
})
