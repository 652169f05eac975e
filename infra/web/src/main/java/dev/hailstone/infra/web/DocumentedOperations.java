package dev.hailstone.infra.web;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.tags.Tag;
import io.swagger.v3.oas.annotations.tags.Tags;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

import dev.hailstone.infra.persistence.IdempotencyKey;

/// Adds to every operation what the code does not repeat: its module, its idempotency key and its refusals.
final class DocumentedOperations implements GlobalOperationCustomizer {

    private static final Pattern MODULE = Pattern.compile("dev\\.hailstone\\.(\\w+)\\.internal");
    private static final String PROBLEM = "Problem";

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Matcher module = MODULE.matcher(method.getBeanType().getPackageName());
        if (module.matches() && !isTagged(method)) {
            operation.setTags(List.of(module.group(1)));
        }
        if (Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == IdempotencyKey.class)) {
            operation.addParametersItem(new HeaderParameter().name(IdempotencyKeyResolver.HEADER)
                    .required(true)
                    .description(
                            "A text of your choice, unique to this command. Sending the command again with the same key "
                                    + "does nothing again.")
                    .schema(new StringSchema().pattern("[!-~]{1,200}"))
                    .example("request-4711"));
        }
        operation.getResponses()
                .addApiResponse("default", new ApiResponse().description("A problem detail (RFC 9457)")
                        .content(new Content().addMediaType("application/problem+json",
                                new MediaType().schema(new Schema<>().$ref(PROBLEM)))));
        return operation;
    }

    static void addProblemSchema(Components components) {
        Schema<?> error = new ObjectSchema().addProperty("field", new StringSchema().example("pickup.latitude"))
                .addProperty("reason", new StringSchema().example("must be between -90 and 90 degrees, was 91.0"));
        Schema<?> problem = new ObjectSchema()
                .description("Why a request was refused. `type` is stable; texts are for people and may change.")
                .addProperty("type", new StringSchema().format("uri").example("urn:hailstone:problem:invalid-value"))
                .addProperty("title", new StringSchema().example("Invalid value"))
                .addProperty("status", new IntegerSchema().example(400))
                .addProperty("detail",
                        new StringSchema().example("pickup.latitude must be between -90 and 90 degrees, was 91.0"))
                .addProperty("instance", new StringSchema().format("uri-reference").example("/api/quotes"))
                .addProperty("errors", new ArraySchema().items(error));
        problem.setRequired(List.of("type", "title", "status", "detail"));
        components.addSchemas(PROBLEM, problem);
    }

    private static boolean isTagged(HandlerMethod method) {
        return AnnotatedElementUtils.hasAnnotation(method.getMethod(), Tag.class)
                || AnnotatedElementUtils.hasAnnotation(method.getMethod(), Tags.class)
                || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), Tag.class)
                || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), Tags.class);
    }
}
