// A real OpenID Connect provider for the tests, and a knob that spoils its answers. Anybody may sign on, as whoever they
// type. GET /_spoil?how=NAME spoils the next token: signed with the provider's own key, so that only the fault is wrong.

import { createServer } from "node:http";
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const { privateKey: otherKey } = await generateKeyPair("RS256");
const jwk = { ...(await exportJWK(privateKey)), kid: "tests", alg: "RS256", use: "sig" };

const provider = new Provider(issuer, {
  clients: [{ client_id: "casework", client_secret: "a-secret-for-tests-only", redirect_uris: [`${issuer}/back`], post_logout_redirect_uris: ["http://localhost/"] }],
  jwks: { keys: [jwk] },
  cookies: { keys: ["for tests only"] },
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name"] },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@council.example`, email_verified: true, given_name: "Given", family_name: "Name" }),
  }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});
// The tests' own server has another port every time.
const here = /^http:\/\/(localhost|testserver)(:\d+)?\/log-in\/council\/back\/$/;
provider.Client.prototype.redirectUriAllowed = (address) => here.test(address);

const now = () => Math.floor(Date.now() / 1000);
const spoilt = {
  nonce: (claims) => ({ ...claims, nonce: "of-somebody-else" }),
  "no-nonce": ({ nonce, ...claims }) => claims,
  audience: (claims) => ({ ...claims, aud: "another-system", azp: "casework" }),
  issuer: (claims) => ({ ...claims, iss: "https://elsewhere.example" }),
  expired: (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  unverified: (claims) => ({ ...claims, email_verified: false }),
  amr: (claims) => ({ ...claims, amr: ["pwd", "mfa"], acr: "strong" }),
  key: (claims) => claims,
  unsigned: (claims) => claims,
  shared: (claims) => claims,
};
let how = "";

async function spoil(token) {
  const claims = spoilt[how](decodeJwt(token));
  const signer = new SignJWT(claims);
  if (how === "unsigned") {
    const part = (data) => Buffer.from(JSON.stringify(data)).toString("base64url");
    return `${part({ alg: "none" })}.${part(claims)}.`;
  }
  if (how === "shared") return signer.setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode("a-secret-for-tests-only"));
  return signer.setProtectedHeader(decodeProtectedHeader(token)).sign(how === "key" ? otherKey : privateKey);
}

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === "/token" && how && ctx.body?.id_token) {
    ctx.body = { ...ctx.body, id_token: await spoil(ctx.body.id_token) };
    how = "";
  }
});

const answer = provider.callback();
createServer((request, response) => {
  const address = new URL(request.url, issuer);
  if (address.pathname !== "/_spoil") return answer(request, response);
  how = address.searchParams.get("how");
  return response.end("ok");
}).listen(port, "127.0.0.1", () => console.log("ready"));
