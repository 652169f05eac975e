package dev.hailstone.infra.security;

import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.messaging.EndUser;
import dev.hailstone.infra.persistence.IdempotencyKey;

/// An application without a database, with an endpoint of each kind. Its configuration is in the file of its name.
@SpringBootConfiguration
@ImportAutoConfiguration
@Import(FixtureApplication.Endpoints.class)
class FixtureApplication {

    @RestController
    static class Endpoints {

        @GetMapping("/api/letters")
        @OpenTo(Role.RIDER)
        String letters(Caller caller) {
            return caller.subject();
        }

        @PostMapping("/api/letters")
        @OpenTo(Role.RIDER)
        Letter write(@RequestBody Letter letter, IdempotencyKey key) {
            return letter;
        }

        @GetMapping("/api/letters/{owner}")
        @OpenTo(value = {Role.RIDER, Role.MODULE}, self = "owner")
        String lettersOf(@PathVariable String owner) {
            return owner;
        }

        @GetMapping("/api/parcels")
        @OpenTo(value = Role.RIDER, self = "owner")
        String parcels(@RequestParam(defaultValue = "") String owner) {
            return owner;
        }

        @GetMapping("/api/stamps")
        @OpenTo(Role.RIDER)
        Map<String, String> stamps(@RequestParam Map<String, String> wanted) {
            return wanted;
        }

        @GetMapping("/api/books")
        @OpenTo(Role.OPERATOR)
        String books() {
            return "balanced";
        }

        @GetMapping("/api/behalf")
        @OpenTo({Role.RIDER, Role.MODULE})
        String behalf() {
            return String.valueOf(EndUser.current());
        }

        /// Somebody has forgotten to say who may.
        @GetMapping("/api/forgotten")
        String forgotten() {
            return "open";
        }

        /// The same for a method that Spring answers where nobody else does.
        @RequestMapping(path = "/api/closed", method = RequestMethod.OPTIONS)
        String closed() {
            return "open";
        }
    }

    record Letter(String text) {}
}
