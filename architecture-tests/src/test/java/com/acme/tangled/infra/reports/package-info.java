/// Reports for whoever asks.
@NullMarked
package com.acme.tangled.infra.reports;

import org.jspecify.annotations.NullMarked;
