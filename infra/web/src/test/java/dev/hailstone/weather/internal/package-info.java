/// The service behind the contract.
@NullMarked
package dev.hailstone.weather.internal;

import org.jspecify.annotations.NullMarked;
