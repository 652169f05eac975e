package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;

/// One question that the benchmark answers.
interface Part {

    /// How many loads it takes, those that warm included.
    int loads(Settings settings);

    /// Measures it and adds what it finds to the stage's findings.
    void measure(Stage stage) throws IOException, SQLException;
}
