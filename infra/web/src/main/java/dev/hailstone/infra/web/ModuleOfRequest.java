package dev.hailstone.infra.web;

import jakarta.servlet.http.HttpServletRequest;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleDescriptor;

/// Says which module answers a request, in its span and its metrics: `hailstone.module`, the module of the controller.
///
/// It is `none` where no module does: actuator, documentation, unknown paths.
final class ModuleOfRequest extends DefaultServerRequestObservationConvention {

    private static final String KEY = "hailstone.module";
    private static final KeyValue NONE = KeyValue.of(KEY, KeyValue.NONE_VALUE);

    private final LocalModules modules;

    ModuleOfRequest(LocalModules modules, String name) {
        super(name);
        this.modules = modules;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext request) {
        return super.getLowCardinalityKeyValues(request).and(module(request));
    }

    private KeyValue module(ServerRequestObservationContext request) {
        HttpServletRequest carrier = request.getCarrier();
        if (carrier != null && carrier
                .getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler) {
            return modules.owning(handler.getBeanType().getName())
                    .map(ModuleDescriptor::name)
                    .map(name -> KeyValue.of(KEY, name))
                    .orElse(NONE);
        }
        return NONE;
    }
}
