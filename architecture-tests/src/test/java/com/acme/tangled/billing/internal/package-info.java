/// Invoices.
@NullMarked
package com.acme.tangled.billing.internal;

import org.jspecify.annotations.NullMarked;
