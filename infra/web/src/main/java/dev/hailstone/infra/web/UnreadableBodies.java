package dev.hailstone.infra.web;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;

import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// Explains a body that could not be read, without a word of our classes.
final class UnreadableBodies {

    private UnreadableBodies() {}

    /// @param failure why the body could not be read; null if there was none
    static Problem explain(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException tooLarge) {
                return tooLarge.problem();
            }
            if (cause instanceof BodyTooSlowException tooSlow) {
                return tooSlow.problem();
            }
        }
        return switch (failure) {
            case null -> CommonProblem.MALFORMED_BODY.with("the request needs a JSON body");
            // An integer beyond int is valid JSON; Jackson calls it a failure of reading.
            case InputCoercionException overflow -> invalid(overflow, ValueKinds.of(overflow.getTargetType()));
            case StreamConstraintsException _ -> malformed("is nested too deeply or has too long a value", failure);
            case DatabindException mismatch -> explain(mismatch);
            default -> malformed("is not valid JSON", failure);
        };
    }

    private static Problem explain(DatabindException failure) {
        String path = path(failure.getPath());
        if (failure.getCause() instanceof InvalidValueException refusal) {
            return Problem.invalid(
                    failure instanceof InvalidFormatException ? named(path, refusal) : join(path, refusal),
                    refusal.reason());
        }
        if (failure instanceof InvalidNullException || isMissing(failure)) {
            return Problem.invalid(orBody(path), "is required");
        }
        if (failure instanceof MismatchedInputException mismatch) {
            if (failure.getOriginalMessage().startsWith("Trailing token")) {
                return malformed("goes on after the end of the JSON value", failure);
            }
            if (failure.getOriginalMessage().startsWith("No content")) {
                return explain((Throwable) null);
            }
            Class<?> type = mismatch.getTargetType();
            return invalid(failure, type != null && Identifier.class.isAssignableFrom(type)
                    ? "a text"
                    : ValueKinds.of(type));
        }
        return Problem.invalid(orBody(path), "is not valid");
    }

    /// Jackson has no exception of its own for a property that is not there.
    private static boolean isMissing(DatabindException failure) {
        return failure.getOriginalMessage().startsWith("Missing required creator property");
    }

    private static Problem invalid(JacksonException failure, String kind) {
        return Problem.invalid(orBody(path(failure.getPath())), "must be " + kind);
    }

    private static Problem malformed(String what, Throwable failure) {
        TokenStreamLocation location = failure instanceof JacksonException jackson ? jackson.getLocation() : null;
        String where = location == null || location.getLineNr() < 1
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
        return CommonProblem.MALFORMED_BODY.with("the body " + what + where);
    }

    /// The value itself was refused; its path is its name, unless it is the whole body.
    private static String named(String path, InvalidValueException refusal) {
        return path.isEmpty() ? refusal.field() : path;
    }

    /// A component of the value at the path was refused.
    private static String join(String path, InvalidValueException refusal) {
        return path.isEmpty() ? refusal.field() : path + "." + refusal.field();
    }

    private static String orBody(String path) {
        return path.isEmpty() ? "body" : path;
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }
}
