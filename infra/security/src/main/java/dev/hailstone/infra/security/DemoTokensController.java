package dev.hailstone.infra.security;

import java.nio.charset.StandardCharsets;

import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.HtmlUtils;

import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;

/// The page of a demo where anybody gets a token: as text for a shell, as JSON for a program, as a page for a person.
@Hidden
@RestController
@RequestMapping(DemoTokensController.PATH)
final class DemoTokensController {

    static final String PATH = "/demo/tokens";

    private static final String SUBJECT = "[A-Za-z0-9._-]{1,64}";

    private final DemoIssuer issuer;

    DemoTokensController(DemoIssuer issuer) {
        this.issuer = issuer;
    }

    @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
    String page() {
        return page("");
    }

    @PostMapping(produces = {MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
    ResponseEntity<?> issue(@RequestParam String role, @RequestParam(defaultValue = "") String subject,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        String token = issuer.issue(role(role), subject(role, subject));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        if (accept.contains(MediaType.TEXT_HTML_VALUE)) {
            return answer.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .body(page(token));
        }
        if (accept.contains(MediaType.APPLICATION_JSON_VALUE)) {
            return answer.contentType(MediaType.APPLICATION_JSON)
                    .body(new IssuedToken(token, "Bearer", issuer.lifetime().toSeconds()));
        }
        return answer.contentType(MediaType.TEXT_PLAIN).body(token);
    }

    private static Role role(String name) {
        return Role.named(name)
                .orElseThrow(() -> Problem.invalid("role",
                        "must be rider, driver, operator or module, was " + InvalidValueException.quote(name)));
    }

    private static String subject(String role, String subject) {
        String asked = subject.isEmpty() && "operator".equals(role) ? "operator" : subject;
        if (!asked.matches(SUBJECT)) {
            throw Problem.invalid("subject",
                    "must be the id of the %s: 1 to 64 letters, digits, dots, underscores or hyphens".formatted(role));
        }
        return asked;
    }

    private String page(@Nullable String token) {
        String issued = token == null || token.isEmpty() ? "" : """
                <h2>Your token</h2>
                <textarea readonly rows="6" onclick="this.select()">%s</textarea>
                <p>Paste it into <i>Authorize</i> on <a href="/swagger-ui/index.html">the page of the API</a>.</p>
                """.formatted(HtmlUtils.htmlEscape(token));
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Hailstone: tokens of the demo</title>
                <style>
                    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
                    form { display: flex; gap: .5rem; flex-wrap: wrap }
                    textarea { width: 100%%; box-sizing: border-box }
                    pre { overflow-x: auto }
                </style>
                <h1>Tokens of the demo</h1>
                <p><strong>This Hailstone runs as a demo: it gives a token to anybody who asks, for any role.</strong>
                A token is good for %1$d minutes, and only until this process ends. Outside a demo, tokens come from an
                issuer of yours and this page does not exist.</p>
                <form method="post">
                    <select name="role">
                        <option>rider</option><option>driver</option><option>operator</option>
                    </select>
                    <input name="subject" placeholder="id, like ada" maxlength="64" pattern="[A-Za-z0-9._\\-]*">
                    <button>Issue a token</button>
                </form>
                %2$s
                <h2>In a shell</h2>
                <pre>TOKEN=$(curl -s -X POST '%3$s/demo/tokens?role=rider&amp;subject=ada')
                curl -H "Authorization: Bearer $TOKEN" '%3$s/api/trips?riderId=ada'</pre>
                <p>With <code>Accept: application/json</code> the answer says how long the token is good for.</p>
                </html>
                """.formatted(Math.max(1, issuer.lifetime().toMinutes()), issued,
                HtmlUtils.htmlEscape(ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()));
    }

    /// As OAuth2's token endpoints answer (RFC 6749, 5.1).
    record IssuedToken(String access_token, String token_type, long expires_in) {}
}
