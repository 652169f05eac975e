package dev.hailstone.infra.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// The benchmark works. Nothing is said here about how fast anything is.
class TransportBenchIT {

    @TempDir private Path folder = Path.of("");
    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @Test
    void measuresAndChecksEverythingWithinTheProcess() throws Exception {
        Path foreign = Files.createDirectories(folder.resolve("disk/postgres")).resolve("somebody's");
        Files.writeString(foreign, "data");
        int code = execute("transport", "--smoke", "--subject", "local", "--against", "modulith,jdbc,broker", "--part",
                "throughput,publication,latency,held,overload", "--report", folder.resolve("report").toString(),
                "--directory", folder.resolve("disk").toString());

        assertThat(code).as("%s%s", printed, complained).isZero();
        assertThat(foreign).exists();
        assertThat(folder.resolve("disk")).isDirectoryNotContaining("glob:**/hailstone-bench*");
        String markdown = Files.readString(folder.resolve("report.md"));
        assertThat(printed.toString()).contains(markdown);
        assertThat(markdown)
                .doesNotContain("raw RabbitMQ")
                .contains("throughput, consumers: 3, events a transaction: 10 | Hailstone, local | Modulith")
                .contains("| plain JDBC, no transport |")
                .contains("business transaction, callers: 1")
                .contains("business transaction, callers: 8")
                .contains("## From published to applied")
                .contains("99th percentile at 10 %")
                .contains("## Twice the capacity")
                .contains("fsync on, synchronous_commit on")
                .containsPattern("checks, all passed");
        JsonNode json = JsonMapper.shared().readTree(folder.resolve("report.json").toFile());
        assertThat(json.at("/passed").booleanValue()).isTrue();
        assertThat(json.at("/comparisons").size()).isEqualTo(5);
        assertThat(json.at("/comparisons/0/comparison/goal/bound").doubleValue()).isEqualTo(20);
        assertThat(json.at("/comparisons/0/comparison/pairs").size()).isEqualTo(2);
        assertThat(json.at("/timings").size()).isEqualTo(9);
        assertThat(json.at("/overloads").size()).isEqualTo(1);
        assertThat(json.at("/checks").values()).isNotEmpty().allSatisfy(check -> {
            assertThat(check.at("/lost").longValue()).isZero();
            assertThat(check.at("/doubled").longValue()).isZero();
        });
    }

    @Test
    void measuresAndChecksWhatGoesThroughABroker() throws Exception {
        int code = execute("transport", "--smoke", "--subject", "rabbitmq", "--against", "broker", "--part",
                "throughput,overload,drain", "--report", folder.resolve("report").toString());

        assertThat(code).as("%s%s", printed, complained).isZero();
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("| Hailstone, RabbitMQ | raw RabbitMQ, no database |")
                .contains("draining 2000 events into RabbitMQ | Hailstone's relay | RabbitMQ's PerfTest")
                .containsPattern("- RabbitMQ: \\d")
                .containsPattern("checks, all passed");
        JsonNode json = JsonMapper.shared().readTree(folder.resolve("report.json").toFile());
        assertThat(json.at("/comparisons").size()).isEqualTo(2);
        assertThat(json.at("/comparisons/1/comparison/goal/bound").doubleValue()).isEqualTo(0.9);
        assertThat(json.at("/drainages").values()).hasSize(2).allSatisfy(drainage -> {
            assertThat(drainage.at("/events").longValue()).isEqualTo(2000);
            assertThat(drainage.at("/retainedHeap").longValue()).isPositive();
        });
        assertThat(json.at("/checks").values()).extracting(check -> check.at("/consumer").stringValue())
                .contains("billing", "queue", "journal");
    }

    @Test
    void refusesWhatItCannotMeasure() {
        assertThat(execute("transport", "--consumers", "4")).isEqualTo(2);
        assertThat(complained.toString()).contains("--consumers must be from 1 to 3");
        assertThat(execute("transport", "--callers", "17")).isEqualTo(2);
        assertThat(execute("transport", "--part", "luck")).isEqualTo(2);
        assertThat(execute("transport", "--part", "trips", "--application", "nowhere.jar")).isEqualTo(2);
        assertThat(complained.toString()).contains("there is no file nowhere.jar; package it first");
    }

    private int execute(String... arguments) {
        CommandLine command = Bench.commandLine();
        command.setOut(new PrintWriter(printed));
        command.setErr(new PrintWriter(complained));
        return command.execute(arguments);
    }
}
