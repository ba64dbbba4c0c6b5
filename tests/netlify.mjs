// What Netlify makes of `_headers` and `_redirects`: its own parsers, and the engine that its
// command line matches addresses with. Run in the folder of the npm packages:
//     node netlify.mjs FOLDER < questions.json
// A question is [path, language]; the answer holds what went wrong, and a line for each question.
import { readFileSync } from 'node:fs';
import { parseAllHeaders } from '@netlify/headers-parser';
import { parseAllRedirects } from '@netlify/redirect-parser';
import redirector from 'netlify-redirector';

const folder = process.argv[2];
const headers = await parseAllHeaders({
  headersFiles: [`${folder}/_headers`], configHeaders: [], minimal: false,
});
const redirects = await parseAllRedirects({
  redirectsFiles: [`${folder}/_redirects`], configRedirects: [], minimal: false,
});
const matcher = await redirector.parseJSON(JSON.stringify(redirects.redirects), {});

function answer([path, language]) {
  const known = { 'x-language': language };
  const match = matcher.match({
    scheme: 'https', host: 'example.org', path, query: '', headers: known, cookieValues: {},
    getHeader: (name) => known[name.toLowerCase()] ?? '', getCookie: () => '',
  });
  const rules = headers.headers.filter((rule) => rule.forRegExp.test(path));
  return {
    to: match?.to ?? '', status: match?.status ?? 0, force: match?.force ?? false,
    headers: Object.assign({}, ...rules.map((rule) => rule.values)),
  };
}

process.stdout.write(JSON.stringify({
  errors: [...headers.errors, ...redirects.errors].map(String),
  answers: JSON.parse(readFileSync(0, 'utf8')).map(answer),
}));
