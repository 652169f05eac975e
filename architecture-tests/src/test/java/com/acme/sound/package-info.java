/// A shop of two modules that could part tomorrow.
@NullMarked
package com.acme.sound;

import org.jspecify.annotations.NullMarked;
